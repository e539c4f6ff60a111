/**
 * What ClickHouse answers to a statement, as text; throws its words when it refuses.
 * @param {string} url @param {string} sql @param {Record<string, string>} [headers] @returns {Promise<string>}
 */
export async function askClickHouse(url, sql, headers = {}) {
  const response = await fetch(url, { method: 'POST', headers, body: sql });
  const text = await response.text();
  if (!response.ok) throw new Error(text);
  return text;
}
