import type { SourceVisibility } from '@faultline/conventions';

/**
 * What an instrumentation can show at all. A source that loses failures looks healthy in an outage; "no errors" means
 * something only together with its grade. `full` is measured, streams that fail on the way included; a status may stand in
 * words only, or on some failures only.
 */
export type Visibility = Omit<SourceVisibility, 'grade'>;

/** `gen_ai` stands for whatever nobody has measured. */
export type VisibilityTable = Readonly<Record<string, Visibility>> & { readonly gen_ai: Visibility };
