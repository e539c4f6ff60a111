/**
 * What is kept of names that senders choose. An object has some by nature (`constructor`, `__proto__`), which are models
 * and vendors like others: nothing is read but what was put there, and nothing is put there by assignment.
 */
export type ByName<Value> = Readonly<Record<string, Value>>;

export function keptOf<Value>(all: ByName<Value>, name: string): Value | undefined {
  return Object.hasOwn(all, name) ? all[name] : undefined;
}
