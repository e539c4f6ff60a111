/** What a person looks at: the time, and how wide a point is. */
export interface Shown {
  readonly fromMs: number;
  readonly untilMs: number;
  readonly intervalSeconds: number;
}

/**
 * Macros of Grafana's ClickHouse data source that our queries use, as its documentation tells what they mean. Only those
 * that every version since 2.0 knows: dashboards must run on old ones.
 */
const macros: Readonly<Record<string, (column: string, shown: Shown) => string>> = {
  timeFilter: (column, { fromMs, untilMs }) =>
    `${column} >= toDateTime(${seconds(fromMs)}) AND ${column} <= toDateTime(${seconds(untilMs)})`,
  timeFilter_ms: (column, { fromMs, untilMs }) =>
    `${column} >= fromUnixTimestamp64Milli(${fromMs}) AND ${column} <= fromUnixTimestamp64Milli(${untilMs})`,
  fromTime: (_, { fromMs }) => `toDateTime(${seconds(fromMs)})`,
  toTime: (_, { untilMs }) => `toDateTime(${seconds(untilMs)})`,
  timeInterval: (column, { intervalSeconds }) =>
    `toStartOfInterval(toDateTime(${column}), INTERVAL ${intervalSeconds} second)`,
  interval_s: (_, { intervalSeconds }) => String(intervalSeconds),
};

/** By its name, without `$__`. */
export const isMacro = (name: string): boolean => Object.hasOwn(macros, name);

const seconds = (ms: number): number => Math.floor(ms / 1000);

/** Throws on a macro that older versions do not know. */
export function expandMacros(sql: string, shown: Shown): string {
  return sql.replaceAll(/\$__(\w+)(?:\(([^()]*)\))?/g, (whole, name: string, column = '') => {
    const macro = macros[name];
    if (!macro) throw new Error(`${whole} is no macro that every version of the data source knows`);
    return macro(column, shown);
  });
}
