// Attempts, calls and reports of what is in flight, second by second, as a fleet of apps sends them.

const services = 10;
const instances = 20;

/** Every series has one attempt a second; one in fifty fails, one in ten of these is the repeat of another. */
const outcome = "if(cityHash64(number, second) % 50 = 0, 'overloaded', 'ok')";

/** @param {number} series @param {number} second since the epoch */
const columnsOf = (series, second) => `
  hex(generateUUIDv4(number)) AS trace_id_hex, substring(hex(generateUUIDv4(number + ${series})), 1, 16) AS span_id_hex,
  ${second} AS second, toDateTime64(second, 3, 'UTC') + toIntervalMillisecond(rand(number) % 1000) AS end_time,
  800 + rand(number + 1) % 4000 AS duration_ms, concat('vendor-', toString(number % 4)) AS provider,
  concat('model-', toString(intDiv(number, 4) % 20)) AS model, '' AS region,
  concat('key-', toString(intDiv(number, 80) % 15)) AS credential,
  concat('service-', toString(rand(number + 2) % ${services})) AS service, 'prod' AS environment,
  ${outcome} AS outcome, if(outcome = 'ok', '', 'overloaded_error') AS error_type,
  if(outcome = 'ok', 200, 529) AS http_status,
  if(outcome = 'ok', 200 + rand(number + 3) % 900, NULL) AS time_to_first_chunk_ms,
  concat('req_', hex(generateUUIDv4(number + 4))) AS vendor_request_id`;

/**
 * Fills the store with what `series` series told in `seconds` seconds before `untilMs`, one insert a second.
 * @param {(sql: string) => Promise<string>} ask @param {{ series: number, seconds: number, untilMs: number }} traffic
 */
export async function fill(ask, { series, seconds, untilMs }) {
  const until = Math.floor(untilMs / 1000);
  for (let second = until - seconds; second < until; second += 1) {
    const shared = columnsOf(series, second);
    const names =
      'trace_id_hex, span_id_hex, end_time, duration_ms, provider, model, region, credential, service, environment, outcome, error_type, http_status, time_to_first_chunk_ms, vendor_request_id';
    await ask(`INSERT INTO faultline.attempts
      (${names}, call_span_id_hex, resend_count, fingerprint, repeat)
      SELECT ${names}, span_id_hex, 0, substring(hex(cityHash64(number, second)), 1, 12), cityHash64(number, second) % 500 = 0
      FROM (SELECT number, ${shared} FROM numbers(${series}))`);
    await ask(`INSERT INTO faultline.calls
      (${names}, operation, response_model, finish_reason, streaming, attempts, input_tokens, output_tokens, source, vantage, response_id)
      SELECT ${names}, 'chat', model, 'stop', true, 1, 200 + rand(number + 5) % 3000, 50 + rand(number + 6) % 900,
        'faultline', 'client', concat('msg_', hex(generateUUIDv4(number + 7)))
      FROM (SELECT number, ${shared} FROM numbers(${series}))`);
    await ask(`INSERT INTO faultline.calls_2s (time, provider, model, region, credential, started)
      SELECT toDateTime(intDiv(${second}, 2) * 2), provider, model, region, credential, 1
      FROM (SELECT number, ${shared} FROM numbers(${series}))`);
    // Each process tells every two seconds what it has in flight; of each series some process has one call.
    if (second % 2 === 1) continue;
    await ask(`INSERT INTO faultline.in_flight_2s (time, instance_hex, reported_at, calls)
      SELECT toDateTime(intDiv(${second}, 2) * 2), leftPad(hex(number % ${instances}), 32, '0'),
        toDateTime64(${second}, 3, 'UTC'), groupArray((provider, model, region, credential, 5, 1))
      FROM (SELECT number, ${shared} FROM numbers(${series})) GROUP BY number % ${instances}`);
  }
}
