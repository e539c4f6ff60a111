/** A method of a class that is not ours. */
export type Method = (this: object, ...parameters: unknown[]) => unknown;
type Prototype = Record<string, unknown>;

/** Shared by all copies of this package in a process: a class is patched once. */
const patched = Symbol.for('faultline.instrument.patched');

/**
 * Wraps methods where a class, or one it extends, defines them: a subclass (Azure, Bedrock) inherits the loop. False
 * when one is missing, the `required` ones included: such a class is left alone.
 */
export function patchMethods(
  ownerClass: unknown,
  wraps: Readonly<Record<string, (original: Method) => Method>>,
  required: readonly string[] = [],
): boolean {
  if (typeof ownerClass !== 'function') return false;
  const prototype: unknown = ownerClass.prototype;
  if (required.some((name) => !definerOf(prototype, name))) return false;
  const targets = Object.entries(wraps).map(([name, wrap]) => ({
    name,
    wrap,
    on: definerOf(prototype, name),
  }));
  if (targets.some(({ on }) => !on)) return false;
  for (const { name, wrap, on } of targets) if (on) wrapOnce(on, name, wrap);
  return true;
}

/** Wraps a method where it is, and does nothing where it is not. */
export function patchMethodIfThere(
  ownerClass: unknown,
  name: string,
  wrap: (original: Method) => Method,
): void {
  if (typeof ownerClass !== 'function') return;
  const on = definerOf(ownerClass.prototype, name);
  if (on) wrapOnce(on, name, wrap);
}

function definerOf(prototype: unknown, name: string): Prototype | undefined {
  let current = prototype;
  while (typeof current === 'object' && current !== null) {
    if (Object.hasOwn(current, name) && typeof (current as Prototype)[name] === 'function') {
      return current as Prototype;
    }
    current = Object.getPrototypeOf(current);
  }
  return undefined;
}

export function isPatched(method: unknown): boolean {
  return typeof method === 'function' && Object.hasOwn(method, patched);
}

function wrapOnce(prototype: Prototype, name: string, wrap: (original: Method) => Method): void {
  const original = prototype[name] as Method & { [patched]?: true };
  if (isPatched(original)) return;
  const value = wrap(original);
  Object.defineProperty(value, 'name', { value: name });
  Object.defineProperty(value, patched, { value: true });
  Object.defineProperty(prototype, name, { value, writable: true, configurable: true, enumerable: false });
}

/** A function that takes the place of another, once. */
export function replaceOnce<Original extends (...parameters: never[]) => unknown>(
  original: Original,
  wrap: (original: Original) => Original,
): Original {
  if (isPatched(original)) return original;
  const value = wrap(original);
  Object.defineProperty(value, 'name', { value: original.name });
  Object.defineProperty(value, 'length', { value: original.length });
  Object.defineProperty(value, patched, { value: true });
  return value;
}
