import { stringify } from 'yaml';
import { sloAlertName } from '../model/slo-alerts.ts';

const sloAlert = `alertname=~"${Object.values(sloAlertName).join('|')}"`;
const burnRate = `alertname="${sloAlertName.burnRate}"`;
const budgetExhausted = `alertname="${sloAlertName.budgetExhausted}"`;

/**
 * One page for an outage and not forty: what belongs to a vendor goes out together, and under a vendor's incident its
 * models and tickets are silent. Receivers are the reader's own.
 */
export function alertmanagerConfig(): string {
  const config = {
    route: {
      receiver: 'tickets',
      group_by: ['provider'],
      // Longer than an incident is behind the first burning tier, so that the parent is there before the child goes out.
      group_wait: '30s',
      group_interval: '2m',
      repeat_interval: '4h',
      routes: [
        // It stays as long as the outage is within the period: once a day is often enough.
        { matchers: [budgetExhausted], receiver: 'tickets', repeat_interval: '24h' },
        { matchers: ['severity="page"'], receiver: 'pager' },
        { matchers: ['severity="ticket"'], receiver: 'tickets' },
      ],
    },
    inhibit_rules: [
      {
        // A vendor's incident speaks for its service levels, pages and tickets.
        source_matchers: ['alertname="LLMProviderIncident"'],
        target_matchers: [sloAlert, 'scope=~"provider|model"'],
        equal: ['provider'],
      },
      {
        // What burns fast enough to page needs no ticket.
        source_matchers: ['severity="page"', burnRate],
        target_matchers: ['severity="ticket"', sloAlert],
        equal: ['slo_id'],
      },
      {
        source_matchers: ['burn_tier="page-fast"'],
        target_matchers: ['burn_tier="page-slow"'],
        equal: ['slo_id'],
      },
      {
        // A vendor that burns its budget speaks for its models.
        source_matchers: [burnRate, 'scope="provider"', 'severity="page"'],
        target_matchers: [sloAlert, 'scope="model"'],
        equal: ['provider', 'env'],
      },
      {
        source_matchers: [budgetExhausted, 'scope="provider"'],
        target_matchers: [budgetExhausted, 'scope="model"'],
        equal: ['provider', 'env'],
      },
    ],
    receivers: [{ name: 'pager' }, { name: 'tickets' }],
  };
  return `# faultline rules --format alertmanager\n${stringify(config, { lineWidth: 0 })}`;
}
