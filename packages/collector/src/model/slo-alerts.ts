/** Names of the alerts of service levels: what is sent, what Prometheus writes and what Alertmanager silences must agree. */
export const sloAlertName = {
  burnRate: 'LLMSLOBurnRate',
  budgetExhausted: 'LLMErrorBudgetExhausted',
  noData: 'LLMSLONoData',
} as const;

/** The condition that is told of under a name of its own. */
export const exhaustedTier = 'budget-exhausted';
