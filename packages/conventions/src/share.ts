/** Of the attempts those that failed, 0..1; null without any: no traffic is not "no errors". */
export function shareOf({
  attempts,
  bad,
}: {
  readonly attempts: number;
  readonly bad: number;
}): number | null {
  return attempts === 0 ? null : bad / attempts;
}
