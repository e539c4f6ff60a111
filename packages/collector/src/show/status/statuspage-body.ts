import type { HealthState } from '@faultline/conventions';
import type { ComponentStatus, Impact } from './component-status.ts';
import type { UpdateStatus } from './public-incident.ts';

// Bodies as Statuspage's API v2 has them (https://metastatuspage.com/api), which aggregators read. Times are ISO 8601 with
// their offset. Fields that begin with `x_` are ours.

export interface PageBody {
  readonly id: string;
  readonly name: string;
  readonly url: string;
  readonly time_zone: string;
  readonly updated_at: string;
}

export interface OverallBody {
  readonly indicator: Impact;
  readonly description: string;
  /** Silence is not an all-clear, but Statuspage has no indicator for it. */
  readonly x_verdict?: 'unknown';
}

export interface ComponentBody {
  readonly id: string;
  readonly name: string;
  readonly status: ComponentStatus;
  readonly created_at: string;
  readonly updated_at: string;
  readonly position: number;
  readonly description: string | null;
  readonly showcase: boolean;
  readonly start_date: null;
  readonly group_id: string | null;
  readonly page_id: string;
  readonly group: boolean;
  readonly only_show_if_degraded: boolean;
  /** Of a group. */
  readonly components?: readonly string[];
  readonly x_provider: string;
  readonly x_model: string | null;
  readonly x_verdict: HealthState;
}

export interface AffectedComponentBody {
  readonly code: string;
  readonly name: string;
  readonly old_status: ComponentStatus;
  readonly new_status: ComponentStatus;
}

export interface UpdateBody {
  readonly id: string;
  readonly incident_id: string;
  readonly status: UpdateStatus;
  readonly body: string;
  readonly created_at: string;
  readonly updated_at: string;
  readonly display_at: string;
  readonly affected_components: readonly AffectedComponentBody[];
  readonly deliver_notifications: boolean;
  readonly custom_tweet: null;
  readonly tweet_id: null;
}

export interface IncidentBody {
  readonly id: string;
  readonly name: string;
  readonly status: UpdateStatus;
  readonly impact: Impact;
  readonly page_id: string;
  readonly created_at: string;
  readonly updated_at: string;
  readonly started_at: string;
  readonly monitoring_at: string | null;
  readonly resolved_at: string | null;
  readonly shortlink: string;
  readonly incident_updates: readonly UpdateBody[];
  readonly components: readonly ComponentBody[];
  readonly reminder_intervals: null;
}

export interface SummaryBody {
  readonly page: PageBody;
  readonly components: readonly ComponentBody[];
  readonly incidents: readonly IncidentBody[];
  readonly scheduled_maintenances: readonly never[];
  readonly status: OverallBody;
}
