const path = /\/model\/([^/]+)\/(converse|converse-stream|invoke|invoke-with-response-stream)$/;

/** What the path of a Bedrock request says. */
export interface BedrockPath {
  readonly model: string;
  readonly action: string;
}

export function bedrockPathOf(candidate: string): BedrockPath | undefined {
  const [, model, action] = path.exec(candidate) ?? [];
  return model === undefined || action === undefined ? undefined : { model: modelOf(model), action };
}

/**
 * A model id, or an ARN of something that stands for a model. The id of a foundation model or of a system's inference
 * profile ends its ARN; of anything else the kind is kept with the id, and the account number is left out.
 */
function modelOf(encoded: string): string {
  const id = decoded(encoded);
  if (!id.startsWith('arn:')) return id;
  const resource = id.split(':').slice(5).join(':');
  return resource.replace(/^(?:foundation-model|inference-profile)\//, '');
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
