import { findingsOf } from './findings.mjs';
import { flatnessOf } from './flatness.mjs';
import { repeatsMax } from './log-book.mjs';

const titles = {
  'engine-kill': 'the engine is killed (`kill -9`)',
  'outage-quiet': 'outage: 95 % of the attempts at one vendor fail',
  'collector-kill': 'the collector is killed (`kill -9`), and started again a second later',
  'disk-full': 'not a byte is free on the disk of `dataDir`',
  'alertmanager-down': 'Alertmanager is down',
  'outage-unpaged': 'outage of another vendor, which begins while Alertmanager is down',
  'slow-clients':
    '400 slow clients: bodies and headers of a byte a second, consoles and followers that read nothing',
  'clock-ahead': "the collector's clock is five minutes ahead, then right again",
  'clock-behind': "the collector's clock is five minutes behind, then right again",
  silence: 'all senders are silent',
  'outage-killed': 'outage of the third vendor, in the middle of which the collector is killed',
  'collector-kill-again': 'the collector is killed (`kill -9`) during that outage',
};

/** The run as it stands in the documentation, and whether all of it is as it should be. @param {object} result */
export function report(result) {
  const findings = findingsOf(result);
  const flatness = flatnessOf(result);
  const verdicts = verdictsOf(findings, flatness);
  const markdown = [
    ...circumstances(result, findings),
    '',
    ...chaosTable(result, findings),
    '',
    ...outageTable(findings),
    '',
    ...flatnessTable(flatness),
    '',
    ...logTable(result),
    '',
    ...verdicts.map(({ isGood, text }) => `- ${isGood ? 'Yes' : '**No**'}: ${text}`),
  ].join('\n');
  return { markdown, isGood: verdicts.every(({ isGood }) => isGood) };
}

function circumstances(result, { fates, calls }) {
  const seconds = (result.endMs - result.startMs) / 1000;
  return [
    `- ${result.machine}; collector, engine, senders and Alertmanager share these processors${result.niceness === 0 ? '' : ` and run at nice ${result.niceness}, before what else ran there`}`,
    `- ClickHouse ${result.versions.engine} (embedded), Alertmanager ${result.versions.alertmanager}; \`${result.command}\``,
    `- ${number(calls.sent)} calls in ${(seconds / 60).toFixed(0)} minutes (${number(calls.sent / seconds)} a second on average), of four services in sixteen processes, to ten models of three vendors; the senders took ${percent(result.senderCpuSeconds / seconds)} of a core`,
    `- told to senders: ${number(fates.acknowledged)} calls acknowledged, ${number(fates.unanswered)} given up by the exporter after its ten seconds, ${number(fates.queue_full)} dropped from its full queue, ${number(fates.refused)} refused`,
    '- DNS fails all the time: a second Alertmanager, a webhook and two status pages have names that do not exist',
  ];
}

function chaosTable({ startMs }, { steps }) {
  return [
    '| at | what was done | for | what happened | calls that senders gave up | as usual again after |',
    '| ---: | --- | ---: | --- | ---: | ---: |',
    ...steps.map((each) => {
      const { step, normalAfterMs, unacknowledged } = each;
      const after = normalAfterMs === null ? 'never' : `${(normalAfterMs / 1000).toFixed(0)} s`;
      const lasted = step.seconds === 0 ? '' : `${step.seconds} s`;
      return `| ${clockOf(step.sinceMs - startMs)} | ${titles[step.name]} | ${lasted} | ${happened(each)} | ${number(unacknowledged)} | ${after} |`;
    }),
  ];
}

function happened({ step, states, notUp, notReady, spooledMax, unknownInTheEnd }) {
  const parts = [
    ...(notUp > 0 ? [`no answer to ${notUp} looks, 2 s apart`] : []),
    ...(notReady > 0 ? [`\`/readyz\` 503 at ${notReady} looks`] : []),
    `up to ${number(spooledMax)} rows in the spool`,
    `vendors were ${states.map((state) => `\`${state}\``).join(', ') || 'not judged'}`,
    ...(step.name === 'silence'
      ? [unknownInTheEnd ? 'all `unknown` once the last minute was empty' : 'not all `unknown`']
      : []),
    ...(step.note === '' ? [] : [step.note]),
  ];
  return parts.join('; ');
}

function outageTable({ outages }) {
  return [
    '| outage | found as | suspected after | confirmed after | pages | all-clears | paged after |',
    '| --- | --- | ---: | ---: | ---: | ---: | ---: |',
    ...outages.map(({ outage, incidents, firing, resolved }) => {
      const [incident] = incidents;
      // The calls of the running second fail with it.
      const since = (atMs) => (atMs ? `${Math.max(0, (atMs - outage.sinceMs) / 1000).toFixed(0)} s` : '–');
      const what = incident
        ? `${incidents.length} incident: \`${incident.class ?? incident.widestClass}\``
        : 'not found';
      return `| ${outage.name}, ${outage.provider} | ${what} | ${since(incident?.suspectedMs)} | ${since(incident?.confirmedMs)} | ${firing.length} | ${resolved.length} | ${since(firing[0]?.atMs)} |`;
    }),
  ];
}

function flatnessTable(flatness) {
  return [
    '| in quiet moments of the last two thirds | mean | growth in an hour | tolerated | why |',
    '| --- | ---: | ---: | ---: | --- |',
    ...flatness.map(({ name, slope, tolerated, why, isFlat }) =>
      slope === null
        ? `| ${name} | – | not measured | ${digits(tolerated)} | ${why} |`
        : `| ${name} | ${digits(slope.mean)} | ${slope.perHour > 0 ? '+' : ''}${digits(slope.perHour)}${isFlat ? '' : ' **too much**'} | ${digits(tolerated)} | ${why} |`,
    ),
  ];
}

function logTable({ log }) {
  return [
    '| the collector said | level | times | most in a minute |',
    '| --- | --- | ---: | ---: |',
    ...log.map(({ message, level, count, mostPerMinute }) => {
      const text = message.replaceAll('|', '\\|').slice(0, 120);
      return `| ${text} | ${level} | ${count} | ${mostPerMinute} |`;
    }),
  ];
}

function verdictsOf(findings, flatness) {
  const { calls, attempts, wrongCells, outages, unexplained, falseVerdicts, falsePages, loops, steps } =
    findings;
  const wrong = wrongCells.reduce((sum, each) => sum + each.wrong, 0);
  const uneven = flatness.filter(({ isFlat }) => !isFlat);
  const silence = steps.find(({ step }) => step.name === 'silence');
  const never = steps.filter(({ normalAfterMs }) => normalAfterMs === null);
  return [
    {
      isGood: calls.missing + attempts.missing === 0,
      text: `nothing acknowledged is lost (${number(calls.missing)} of ${number(calls.acknowledged)} calls, ${number(attempts.missing)} of ${number(attempts.acknowledged)} attempts missing)`,
    },
    {
      isGood: calls.doubled + attempts.doubled + calls.invented + attempts.invented + wrong === 0,
      text: `nothing is there twice (${number(calls.doubled)} calls, ${number(attempts.doubled)} attempts; ${number(wrong)} cells of ${wrongCells.length} rollups say anything else than the rows)`,
    },
    {
      isGood: outages.every(({ incidents }) => incidents.length === 1 && incidents[0].confirmedMs),
      text: 'each outage that was played is one confirmed incident',
    },
    {
      isGood: outages.every(({ firing, resolved }) => firing.length === 1 && resolved.length === 1),
      text: 'each of them called somebody once, and said once that it was over',
    },
    {
      isGood: unexplained.length + falsePages.length === 0,
      text: `no incident without an outage (${unexplained.length}), no page without one (${falsePages.length})${unexplained.map(({ provider, class: kind, widestClass }) => ` ${provider} ${kind ?? widestClass}`).join(',')}`,
    },
    {
      isGood: falseVerdicts.length === 0,
      text: `no vendor was said to be in trouble that was not (${falseVerdicts.length} looks)`,
    },
    ...(silence
      ? [{ isGood: silence.unknownInTheEnd, text: 'silence was `unknown`, neither well nor an incident' }]
      : []),
    { isGood: never.length === 0, text: 'after each step everything was as usual again' },
    {
      isGood: uneven.length === 0,
      text: `what should be flat is flat (${uneven.length} of ${flatness.length} are not)`,
    },
    {
      isGood: loops.length === 0,
      text: `no line of the log more than ${repeatsMax} times in a minute (${loops.length} were)`,
    },
  ];
}

function clockOf(ms) {
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

function number(value) {
  return Math.round(value).toLocaleString('en-US');
}

function percent(share) {
  return `${(100 * share).toFixed(0)} %`;
}

function digits(value) {
  return Math.abs(value) >= 100 ? number(value) : value.toFixed(Math.abs(value) >= 10 ? 0 : 2);
}
