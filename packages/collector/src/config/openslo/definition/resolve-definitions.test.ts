import { describe, expect, it } from 'vitest';
import { loadTexts, otherDocuments, referringSlo } from '../documents.fixture.ts';

describe('a reference that leads nowhere', () => {
  it('is a warning with its line, and no document is judged worse for it', () => {
    const { documents, problems, referenceProblems } = loadTexts({ 'slo.yaml': referringSlo });
    expect(documents).toMatchObject([{ verdict: 'accept', problems: [] }]);
    expect(problems).toEqual([]);
    expect(referenceProblems).toMatchObject([
      { severity: 'warning', file: 'slo.yaml', line: 12, path: 'spec.indicatorRef' },
      { line: 23, path: 'spec.alertPolicies[0].alertPolicyRef' },
      { line: 11, path: 'spec.service', message: 'no Service `chat` in these files' },
    ]);
  });

  it('is answered with the name that was meant, or with the place that keeps it from being used', () => {
    const typo = referringSlo.replace('indicatorRef: completed', 'indicatorRef: complete');
    const broken = otherDocuments.replace('severity: page', 'severty: page');
    const { referenceProblems } = loadTexts({ 'slo.yaml': typo, 'rest.yaml': broken });
    expect(referenceProblems.map(({ message }) => message)).toEqual([
      'AlertCondition `burning` is not usable; see rest.yaml:23',
      'no SLI `complete` in these files; did you mean `completed`?',
    ]);
  });
});

describe('a name that is given twice', () => {
  it('is an error that names both places, across files and versions of one group, and the first one counts', () => {
    const first =
      'apiVersion: openslo/v1\nkind: Service\nmetadata: { name: chat }\nspec: { description: first }\n';
    const second = first
      .replace('openslo/v1', 'openslo/v1alpha')
      .replace('description: first', 'description: second');
    const { documents, problems } = loadTexts({ 'a.yaml': first, 'b.yaml': `\n${second}` });
    expect(documents.map(({ verdict }) => verdict)).toEqual(['accept', 'accept']);
    expect(problems).toEqual([
      {
        severity: 'error',
        file: 'b.yaml',
        line: 4,
        path: 'metadata.name',
        message: 'Service `chat` exists already in a.yaml:1; rename or remove one of them',
      },
    ]);
  });

  it('is none for another kind, or in another group', () => {
    const service = 'apiVersion: openslo/v1\nkind: Service\nmetadata: { name: chat }\n';
    const other = service.replace('openslo/v1', 'openslo.com/v2alpha');
    const target = service.replace('Service', 'AlertNotificationTarget');
    expect(loadTexts({ 'a.yaml': service, 'b.yaml': other, 'c.yaml': target }).problems).toEqual([]);
  });
});
