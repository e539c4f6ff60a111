/** Of each variable the values that were chosen. */
export type Chosen = Readonly<Record<string, readonly string[]>>;

/** `$name` and `${name}`, as the Prometheus data source fills them in: several values are alternatives of a pattern. */
export function chooseInPromql(
  expr: string,
  chosen: Chosen,
  allValues: Readonly<Record<string, string>>,
): string {
  return expr.replaceAll(/\$(?:\{(\w+)\}|(?!__)(\w+))/g, (whole, braced?: string, bare?: string) => {
    const name = braced ?? bare ?? '';
    const values = chosen[name];
    if (!values) return allValues[name] ?? whole;
    const patterns = values.map(asPattern);
    return patterns.length === 1 ? (patterns[0] ?? '') : `(${patterns.join('|')})`;
  });
}

/** Within a string of PromQL: escaped for the pattern, and once more for the string. */
function asPattern(value: string): string {
  return value
    .replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&')
    .replaceAll('\\', '\\\\')
    .replaceAll('"', '\\"');
}

/** `${name:singlequote}`, Grafana's own format. */
export function chooseInSql(sql: string, chosen: Chosen): string {
  return sql.replaceAll(/\$\{(\w+):singlequote\}/g, (whole, name: string) => {
    const values = chosen[name];
    if (!values) throw new Error(`nothing is chosen for ${whole}`);
    return values.map((value) => `'${value.replaceAll("'", "\\'")}'`).join(',');
  });
}
