/** One instruction, its flags (`--from=build`) apart from what follows them. */
export interface Instruction {
  readonly name: string;
  readonly flags: Readonly<Record<string, string>>;
  readonly rest: string;
}

export interface Stage {
  readonly name: string;
  /** Another stage, or an image. */
  readonly from: string;
  readonly instructions: readonly Instruction[];
}

/** The part of the Dockerfile format that ours uses: one instruction a line, stages with names, one global `ARG`. */
export function parseDockerfile(text: string): readonly Stage[] {
  const globals = new Map<string, string>();
  const stages: { name: string; from: string; instructions: Instruction[] }[] = [];
  for (const line of text.split('\n')) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    const instruction = parseInstruction(line);
    const stage = stages.at(-1);
    if (instruction.name === 'FROM') {
      const [from = '', , name = ''] = instruction.rest.split(/\s+/);
      stages.push({ name, from: expand(from, globals), instructions: [] });
    } else if (stage) stage.instructions.push(instruction);
    else globals.set(...pairOf(instruction.rest));
  }
  return stages;
}

/** A stage with those it continues, the first one first. */
export function lineage(stages: readonly Stage[], name: string): readonly Stage[] {
  const stage = stages.find((each) => each.name === name);
  return stage ? [...lineage(stages, stage.from), stage] : [];
}

/** What holds in an image in the end: the last instruction of that name. */
export function lastOf(stages: readonly Stage[], target: string, name: string): Instruction | undefined {
  return lineage(stages, target)
    .flatMap(({ instructions }) => instructions)
    .filter((instruction) => instruction.name === name)
    .at(-1);
}

/** `A=1 B=2` */
export function pairsOf(rest: string): readonly (readonly [string, string])[] {
  return rest.split(/\s+/).map(pairOf);
}

/** `["node", "main.js"]`; the form with a shell is not used here. */
export function execForm(rest: string): readonly string[] {
  return JSON.parse(rest) as readonly string[];
}

function parseInstruction(line: string): Instruction {
  const [, name = '', after = ''] = /^(\w+)\s+(.*)$/.exec(line) ?? [];
  const flags: Record<string, string> = {};
  let rest = after;
  for (let flag = nextFlag(rest); flag; flag = nextFlag(rest)) {
    flags[flag[1] ?? ''] = flag[2] ?? '';
    rest = rest.slice(flag[0].length);
  }
  return { name, flags, rest };
}

function nextFlag(text: string): RegExpExecArray | null {
  return /^--([\w-]+)=(\S+)\s+/.exec(text);
}

function pairOf(text: string): [string, string] {
  const at = text.indexOf('=');
  return [text.slice(0, at), text.slice(at + 1)];
}

function expand(text: string, values: ReadonlyMap<string, string>): string {
  return text.replaceAll(/\$\{(\w+)\}/g, (_, name: string) => values.get(name) ?? '');
}
