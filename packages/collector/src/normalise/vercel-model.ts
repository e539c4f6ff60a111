interface Models {
  /** As the SDK names it. */
  readonly provider: string;
  readonly requested: string;
  readonly answered: string;
}

/**
 * Which model answered, as far as the Vercel AI SDK knows. Its Google providers do not pass that on, and the SDK then
 * repeats the requested one (`response.modelId ?? model.modelId`), which says nothing.
 */
export function answeringModel({ provider, requested, answered }: Models): string {
  return answered === requested && /^(google|gcp)/.test(provider) ? '' : answered;
}
