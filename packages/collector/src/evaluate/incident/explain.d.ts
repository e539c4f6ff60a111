import { type Incident } from '../../model/incident.ts';
/**
 * One sentence a tired person understands: "Anthropic: 4 of 5 models failing (98.1 % of 4,120 attempts, overloaded),
 * OpenAI and Google Gemini normal, 6 services, 2 keys: vendor-wide, since 14:02:10 UTC."
 */
export declare function explain(incident: Incident): string;
