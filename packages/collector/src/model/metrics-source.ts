/** In the place of `Call.source`, for what metrics alone count: of such calls there are no rows. */
export const metricsSource = 'gen_ai_metrics';
