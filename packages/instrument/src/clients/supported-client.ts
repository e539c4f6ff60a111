/** An SDK whose retry loop we know how to follow, and where in its package that loop is defined. */
export interface SupportedClient {
  readonly packageName: string;
  /** First and last major version that is hooked; a class of another shape is left alone all the same. */
  readonly majors: readonly [number, number];
  /** For people: where we take hold of it. */
  readonly hookedAt: string;
  /** For people: what that shows beyond each single request, which is seen anyhow. */
  readonly shows: string;
  /** Path inside the package of the modules that define what is hooked. */
  readonly modules: RegExp;
  /** What the module hands over, as an expression in its own scope; `undefined` where it has nothing to hand over. */
  readonly handsOver: string;
  /** The name in the module that takes what {@link follow} gives back, where the module has to use that instead. */
  readonly takesBack?: string;
  /** Takes hold of what was handed over. False or undefined when it has not the shape we know. */
  follow(handedOver: unknown): unknown;
}

/** The first of these names that is a class or function in the module. */
export function firstOf(...names: readonly string[]): string {
  return `${names.map((name) => `typeof ${name} === 'function' ? ${name} : `).join('')}undefined`;
}
