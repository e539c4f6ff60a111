/** Days that rows and counts stay. */
export interface Retention {
  readonly rawDays: number;
  readonly secondsDays: number;
  readonly minutesDays: number;
  readonly hoursDays: number;
  readonly daysDays: number;
}
