/** Sends a note or feedback. Null when it was kept; else why not, in words. */
export async function saveRemark(
  incidentId: string,
  path: 'notes' | 'feedback',
  body: Readonly<Record<string, string>>,
): Promise<string | null> {
  try {
    const answer = await fetch(`/api/v1/incidents/${encodeURIComponent(incidentId)}/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return answer.ok ? null : await problemIn(answer);
  } catch {
    return 'The collector cannot be reached; nothing was saved. Try again.';
  }
}

/** Problem details (RFC 9457), or the status where the answer is none. */
async function problemIn(answer: Response): Promise<string> {
  try {
    const { detail } = (await answer.json()) as { detail?: unknown };
    if (typeof detail === 'string') return `Not saved: ${detail}.`;
  } catch {
    // Not JSON: the status has to do.
  }
  return `Not saved: the collector answered ${answer.status}.`;
}
