export async function collect(chunks) {
  const seen = [];
  for await (const chunk of chunks) seen.push(chunk);
  return seen;
}
