/** An alert as Alertmanager v2 knows it. Labels are its identity and never change during an episode. */
export interface Alert {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly startsAtMs: number;
  /** Null while it fires. */
  readonly endsAtMs: number | null;
  /** Absolute URL of the page that explains it. */
  readonly generatorUrl: string;
}
