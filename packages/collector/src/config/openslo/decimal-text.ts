/**
 * A number of a YAML or JSON text as a plain decimal ("9.5e-1" → "0.95"), digit by digit: in doubles 1 - 0.999 is
 * 0.0009999999999999432. Undefined for what is no decimal number, such as hexadecimal or infinity.
 */
export function decimalText(source: string): string | undefined {
  const match = /^([-+]?)(\d*)(?:\.(\d*))?(?:[eE]([-+]?\d{1,3}))?$/.exec(source);
  if (!match) return undefined;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match;
  if (whole === '' && fraction === '') return undefined;
  const shifted = shift(whole, fraction, Number(exponent));
  return sign === '-' ? `-${shifted}` : shifted;
}

/** A share as percent: "0.995" → "99.5". */
export function percentOfShare(share: string): string {
  const [whole = '', fraction = ''] = share.split('.');
  return shift(whole, fraction, 2);
}

function shift(whole: string, fraction: string, places: number): string {
  const digits = whole + fraction;
  const point = whole.length + places;
  const padded = point < 0 ? '0'.repeat(-point) + digits : digits.padEnd(point, '0');
  const head = padded.slice(0, Math.max(0, point)).replace(/^0+(?=\d)/, '');
  const tail = padded.slice(Math.max(0, point));
  return (head === '' ? '0' : head) + (tail === '' ? '' : `.${tail}`);
}
