import type { Wall, WallIncident } from '@faultline/conventions';
import type { ReceivedAlert } from './alert-receiver.ts';

/** Tells a play as it happens, one line for each thing a person would want to hear. */
export interface Narrator {
  say(text: string): void;
  alert(alert: ReceivedAlert): void;
  /** Tells what is new on the wall since the last one. */
  wall(wall: Wall): void;
}

export function createNarrator(write: (line: string) => void, now: () => number): Narrator {
  let startMs = now();
  const told = new Map<string, string>();

  function clock(): string {
    const seconds = Math.max(0, Math.round((now() - startMs) / 1000));
    return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
  }
  const say = (text: string): void => write(`  ${clock()}  ${text}`);

  function tell(incident: WallIncident): void {
    const news = `${incident.state} ${incident.class} ${incident.models.join(' ')}`;
    const before = told.get(incident.id);
    if (before === news) return;
    told.set(incident.id, news);
    const label = before?.startsWith(`${incident.state} `) ? '' : incident.state.toUpperCase();
    say(`${label.padEnd(10)}  ${incident.sentence}`);
    const failing = incident.state === 'suspected' || incident.state === 'confirmed';
    if (failing && incident.models.length > 0) say(`${''.padEnd(10)}  ${incident.models.join(', ')}`);
  }

  return {
    say: (text) => {
      if (told.size === 0 && text.startsWith('healthy')) startMs = now();
      say(text);
    },
    alert: ({ alertname, status }) => say(`${'ALERT'.padEnd(10)}  ${alertname} sent (${status})`),
    wall: (wall) => {
      for (const incident of wall.incidents) tell(incident);
    },
  };
}
