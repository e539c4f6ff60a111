import type { AttemptView } from '@faultline/conventions';
import type { VNode } from 'preact';
import { nothing } from '../format.ts';
import { Quantity } from '../parts/quantity.tsx';

interface ErrorTextProps {
  readonly ended: Pick<AttemptView, 'outcome' | 'errorType' | 'httpStatus'>;
}

/** What the vendor or the client called it. A stream that began with 200 may have failed all the same. */
export function ErrorText({ ended: { outcome, errorType, httpStatus } }: ErrorTextProps): VNode {
  if (outcome === 'ok') return <Quantity text={nothing} />;
  // Many sources write the status as the type.
  const type = errorType === String(httpStatus) ? '' : errorType;
  if (type === '' && httpStatus === null) return <Quantity text={nothing} />;
  return (
    <>
      {type} {httpStatus !== null && <span class="aside">HTTP {httpStatus}</span>}
    </>
  );
}
