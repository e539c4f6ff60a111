/**
 * Which operations are calls, and what each is called here. `invoke_agent`, `execute_tool`, `agent_step` and the rest
 * contain or surround calls. Google's `generate_content` is a chat: two words for one thing would split every chart.
 */
const operations: ReadonlyMap<string, string> = new Map([
  ['chat', 'chat'],
  ['generate_content', 'chat'],
  // Older Semantic Kernel.
  ['chat.completions', 'chat'],
  ['text_completion', 'text_completion'],
  ['embeddings', 'embeddings'],
  // Spring AI, Langtrace.
  ['embedding', 'embeddings'],
  ['embed', 'embeddings'],
]);

/** Undefined for an operation that is no call. */
export function callOperationOf(word: string): string | undefined {
  return operations.get(word);
}
