import type { SimulatedProvider } from '../scenario/scenario.ts';

/** One protocol as plain HTTP clients see it; for the tests of the faults, which are alike for all of them. */
export interface WireCase {
  /** Of the protocol. */
  readonly name: string;
  readonly provider: SimulatedProvider;
  readonly model: string;
  path(streaming: boolean): string;
  body(streaming: boolean): unknown;
  readonly streamType: RegExp;
  /** Only a whole stream has it. */
  readonly terminal: RegExp;
  readonly content: RegExp;
  /** A document whose list of answers is empty. */
  readonly empty: RegExp;
  readonly streamError: RegExp;
  /** Header and beginning of a request's id; null where the vendor sends none. */
  readonly requestId: readonly [header: string, value: RegExp] | null;
  /** A body without what the vendor cannot do without, and how it is refused. */
  readonly refused: readonly [body: unknown, status: number, says: RegExp];
  /** Status, content type and a telling part of the body of every typed error. */
  readonly errors: ErrorCases;
  /** Makes a stream legible whose events are packed once more. */
  unpack?(text: string): string;
}

export type ErrorCases = Readonly<Record<string, readonly [number, string, RegExp]>>;

export const badGateway: ErrorCases[string] = [502, 'text/html; charset=UTF-8', /^<!DOCTYPE html>/];

export const messages: readonly unknown[] = [{ role: 'user', content: 'hello' }];
