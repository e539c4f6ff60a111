import type { HealthState, IncidentState } from '@faultline/conventions';
import type { VNode } from 'preact';
import { stateWords } from '../words.ts';

export type Shape = 'square' | 'square-outline' | 'triangle' | 'circle' | 'ring' | 'diamond';

function drawShape(shape: Shape): VNode {
  switch (shape) {
    case 'square':
      return <path d="M1 1h10v10H1z" />;
    case 'square-outline':
      return <path class="outline" d="M2 2h8v8H2z" />;
    case 'triangle':
      return <path d="M6 .5 12 11.5H0z" />;
    case 'circle':
      return <circle cx="6" cy="6" r="5" />;
    case 'ring':
      return <circle class="outline" cx="6" cy="6" r="4" />;
    case 'diamond':
      return <path d="M6 0l6 6-6 6-6-6z" />;
  }
}

export interface MarkProps {
  readonly tone: HealthState;
  readonly shape: Shape;
  readonly word: string;
}

/** Shape, word and colour together: any two may be lost and the state can still be read. */
export function Mark({ tone, shape, word }: MarkProps): VNode {
  return (
    <span class={`mark tone-${tone}`}>
      <svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true" focusable="false">
        {drawShape(shape)}
      </svg>
      {word}
    </span>
  );
}

const stateShapes: Readonly<Record<HealthState, Shape>> = {
  down: 'square',
  degraded: 'triangle',
  ok: 'circle',
  recovering: 'diamond',
  unknown: 'ring',
};

export function StateMark({ state }: { readonly state: HealthState }): VNode {
  return <Mark tone={state} shape={stateShapes[state]} word={stateWords[state]} />;
}

const incidentShapes: Readonly<Record<IncidentState, Shape>> = {
  suspected: 'square-outline',
  confirmed: 'square',
  recovering: 'diamond',
  resolved: 'circle',
  cleared: 'ring',
};

interface IncidentMarkProps {
  readonly state: IncidentState;
  readonly tone: HealthState;
}

export function IncidentMark({ state, tone }: IncidentMarkProps): VNode {
  return <Mark tone={tone} shape={incidentShapes[state]} word={state} />;
}

/** The colour of an incident's mark. A confirmed one is red only while something it names is down. */
export function toneOfIncident(state: IncidentState, isDown: boolean): HealthState {
  switch (state) {
    case 'suspected':
      return 'degraded';
    case 'confirmed':
      return isDown ? 'down' : 'degraded';
    case 'recovering':
      return 'recovering';
    case 'resolved':
    case 'cleared':
      return 'ok';
  }
}
