/** The four steps of an onboarding, in their order. */
export type StepName = 'check' | 'probe' | 'register' | 'test';
