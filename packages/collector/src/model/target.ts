import type { Call } from './call.ts';

/** Whose calls: what metrics count of a target is not added where its calls are told one by one. */
export interface Target {
  readonly service: string;
  readonly provider: string;
  readonly model: string;
}

type Told = Pick<Call, 'service' | 'provider' | 'model' | 'responseModel'>;

/** Under which a call is counted. Some sources tell only the model that answered. */
export function targetOf({ service, provider, model, responseModel }: Told): Target {
  return { service, provider, model: model || responseModel };
}

/** All under which metrics may count a call: they may name the model that answered as the one that was asked for. */
export function targetsOf(call: Told): readonly Target[] {
  const asked = targetOf(call);
  const { responseModel } = call;
  return responseModel === '' || responseModel === asked.model
    ? [asked]
    : [asked, { ...asked, model: responseModel }];
}

export function nameOfTarget({ service, provider, model }: Target): string {
  return JSON.stringify([service, provider, model]);
}
