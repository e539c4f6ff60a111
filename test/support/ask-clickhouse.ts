/** A user with a password, at the HTTP interface of a ClickHouse. */
export interface ClickhouseLogin {
  readonly url: string;
  readonly user: string;
  readonly password: string;
  /** Where tables are looked for, told in a header. */
  readonly database?: string;
}

export interface ClickhouseAnswer {
  readonly status: number;
  readonly text: string;
}

export type Row = Readonly<Record<string, unknown>>;

/** What is answered, refusals included. */
export async function askClickhouse(
  { url, user, password, database }: ClickhouseLogin,
  sql: string,
): Promise<ClickhouseAnswer> {
  const answer = await fetch(url, {
    method: 'POST',
    body: sql,
    headers: {
      authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
      ...(database !== undefined && { 'x-clickhouse-database': database }),
      // A server may close a kept connection at the moment in which it is used again.
      connection: 'close',
    },
  });
  return { status: answer.status, text: (await answer.text()).trim() };
}

/** Throws with what ClickHouse says is wrong. */
export async function selectRows(login: ClickhouseLogin, sql: string): Promise<readonly Row[]> {
  const { status, text } = await askClickhouse(login, `${sql} FORMAT JSON`);
  if (status !== 200) throw new Error(`${text}\n${sql}`);
  return (JSON.parse(text) as { readonly data: readonly Row[] }).data;
}
