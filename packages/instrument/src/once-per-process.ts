const processKey = Symbol.for('faultline.instrument');

type Shared = Record<symbol, Map<string, unknown> | undefined>;

/**
 * One value per process and name, whichever copy of this package asks first. An app can load the ESM build through
 * `--import` and the CJS build through `require`; both must patch once and count into the same metrics.
 */
export function oncePerProcess<Value>(name: string, create: () => Value): Value {
  const holder = globalThis as Shared;
  holder[processKey] ??= new Map();
  const values = holder[processKey];
  if (!values.has(name)) values.set(name, create());
  return values.get(name) as Value;
}

/** The same, found once by each copy of this package: for what is asked for many times a call. */
export function shared<Value extends object>(name: string, create: () => Value): () => Value {
  let value: Value | undefined;
  return () => {
    value ??= oncePerProcess(name, create);
    return value;
  };
}
