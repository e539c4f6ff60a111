import { expect, it } from 'vitest';
import { simulatedProviders } from '../scenario/scenario.ts';
import { apiKeyFor, credentialOf, resendOf } from './caller.ts';

const none = new URLSearchParams();

it.each(simulatedProviders)('reads the credential back out of a key for %s, sent as a bearer', (provider) => {
  const authorization = `Bearer ${apiKeyFor(provider, 'batch')}`;
  expect(credentialOf({ authorization }, none)).toBe('batch');
});

it('reads the credential out of the scope of an AWS signature', () => {
  const authorization = `AWS4-HMAC-SHA256 Credential=${apiKeyFor('aws.bedrock', 'web')}/20260622/us-east-1/bedrock/aws4_request, SignedHeaders=host;x-amz-date, Signature=5f`;
  expect(credentialOf({ authorization }, none)).toBe('web');
});

it.each(['x-api-key', 'x-goog-api-key', 'api-key'])('reads the credential out of %s', (header) => {
  expect(credentialOf({ [header]: apiKeyFor('openai', 'web') }, none)).toBe('web');
});

it('knows no credential without a key', () => {
  expect(credentialOf({}, none)).toBe('');
});

it('counts retries as the SDKs do, from retry counters and from attempts', () => {
  expect(resendOf({ 'x-stainless-retry-count': '2' })).toBe(2);
  expect(resendOf({ 'amz-sdk-request': 'attempt=3; max=3' })).toBe(2);
  expect(resendOf({})).toBeNull();
});
