/** Numbers are joined to their units with no-break spaces; plain ones keep the expectations readable. */
export function plain(text: string): string {
  return text.replaceAll('\u00a0', ' ');
}
