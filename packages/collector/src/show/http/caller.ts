import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context } from 'hono';
import type { Role } from '../../model/access.ts';
import { addressGroup, cameByHttps, clientAddress } from '../auth/client.ts';
import type { Session } from '../auth/session.ts';
import { type Whence, whence } from '../auth/whence.ts';
import type { Audited } from './audited.ts';

/** Somebody who was let in. */
export interface Principal {
  /** Of the token. */
  readonly name: string;
  readonly role: Role;
  readonly by: 'session' | 'bearer' | 'nothing';
  readonly session: Session | null;
}

declare module 'hono' {
  interface ContextVariableMap {
    /** Undefined where no role is needed. */
    principal: Principal | undefined;
    /** What the audit says of this request, where the path does not tell it all. */
    audited: Audited | undefined;
  }
}

export interface CallerOptions {
  readonly publicUrl: string | undefined;
  /** How many proxies in front of us are believed. */
  readonly trustProxy: number;
  /** Of the other end of the connection. */
  readonly socketAddress: (context: Context) => string;
}

/** Empty when the connection is gone already. */
export function socketAddress(context: Context): string {
  return getConnInfo(context).remote.address ?? '';
}

/** What a request says about where it comes from. */
export interface CallerReader {
  /** Null when the connection is gone already. */
  address(context: Context): string | null;
  /** Who shares its limits. */
  group(context: Context): string;
  isHttps(context: Context): boolean;
  whence(context: Context): Whence;
}

export function createCallerReader({ publicUrl, trustProxy, socketAddress }: CallerOptions): CallerReader {
  const address = (context: Context): string =>
    clientAddress({
      socketAddress: socketAddress(context),
      forwardedFor: context.req.header('x-forwarded-for'),
      proxies: trustProxy,
    });
  return {
    address: (context) => address(context) || null,
    group: (context) => addressGroup(address(context)),
    isHttps: (context) => {
      const forwardedProto = context.req.header('x-forwarded-proto');
      return cameByHttps({ forwardedProto, proxies: trustProxy, publicUrl });
    },
    whence: ({ req }) => {
      const [secFetchSite, origin, host] = ['sec-fetch-site', 'origin', 'host'].map((name) =>
        req.header(name),
      );
      return whence({ secFetchSite, origin, host }, publicUrl);
    },
  };
}
