/** One panel of one dashboard: what the generated JSON shows, and what the query tests run and judge. */
export interface Panel<Q extends Query = Query> {
  /** Within its dashboard. */
  readonly id: string;
  readonly title: string;
  /** In plain words: what it counts, and what to make of it. */
  readonly description: string;
  readonly look: Look;
  readonly unit: Unit;
  readonly queries: readonly Q[];
  /** Of 24 columns. */
  readonly width: number;
  readonly height: number;
  readonly thresholds?: readonly Threshold[];
  /** Numbers that stand for states: each has a word and a colour. */
  readonly states?: readonly State[];
  /** Series whose name says what colour they have. */
  readonly colours?: Readonly<Record<string, Colour>>;
  /** Columns of a table. */
  readonly columns?: readonly Column[];
  /** What a click on a value, or on a cell of a column without a link of its own, opens. */
  readonly links?: readonly Link[];
  /** Beneath it is nothing worth a point: the width of the rollup's cells. */
  readonly intervalMin?: string;
  /** What stands where nothing is. */
  readonly empty: string;
  /** Nothing is there in an outage either, for this reason. */
  readonly emptyInOutage?: string;
}

export type Query = PromQuery | SqlQuery;

export interface PromQuery {
  readonly expr: string;
  /** Of a series, from its labels. */
  readonly legend: string;
  /** Now, not over the time that is shown. */
  readonly instant?: boolean;
  /** Points that lead to a call: only where the app writes them. */
  readonly exemplars?: boolean;
}

export interface SqlQuery {
  readonly sql: string;
  readonly legend: string;
}

export type Look = 'stat' | 'lines' | 'stacked' | 'states' | 'table' | 'bars';

/** As Grafana names them. `percentunit`: 0 to 1. */
export type Unit =
  | 'percentunit'
  | 's'
  | 'short'
  | 'reqps'
  | 'cps'
  | 'bytes'
  | 'none'
  | 'string'
  /** A budget: 1 is all of it, below 0 it is overspent. */
  | 'budget'
  /** How many times faster than evenly. */
  | 'burn'
  /** A timestamp in milliseconds. */
  | 'dateTimeAsIso';

export type Colour = 'green' | 'yellow' | 'orange' | 'red' | 'blue' | 'purple' | 'text';

export interface Threshold {
  /** The first has none. */
  readonly from: number | null;
  readonly colour: Colour;
}

export interface State {
  readonly value: number | string;
  readonly word: string;
  readonly colour: Colour;
}

export interface Column {
  readonly name: string;
  readonly title?: string;
  readonly unit?: Unit;
  readonly states?: readonly State[];
  readonly thresholds?: readonly Threshold[];
  readonly link?: Link;
  readonly hidden?: boolean;
  readonly widthPx?: number;
}

export interface Link {
  readonly title: string;
  /** May hold `${console}` and what Grafana knows of the value. */
  readonly url: string;
}
