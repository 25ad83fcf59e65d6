import { decideEpoch, type EpochView, type EpochWish } from '../../src/plan/join-epoch';

const now = 1_000_000;
const view: EpochView = {
  node: 'cp-1',
  held: { epoch: 1, tokenExpiresAtSeconds: now + 86_400, certificateKeyExpiresAtSeconds: now + 7200 },
  hasToken: true,
  hasCertificates: true,
  nowSeconds: now,
};
const wish: EpochWish = { forControlPlane: true, minimumValiditySeconds: 600, issuers: ['cp-1', 'cp-2'] };

test("init's own epoch is given while it is good", () => {
  expect(decideEpoch(view, wish)).toEqual({ move: 'give' });
});

test.each<[string, Partial<EpochView>]>([
  [
    'the token expires too soon',
    { held: { epoch: 1, tokenExpiresAtSeconds: now + 599, certificateKeyExpiresAtSeconds: now + 7200 } },
  ],
  ['somebody deleted the token', { hasToken: false }],
])('when %s a new epoch keeps the certificates, so that downloads under way go on', (_, seen) => {
  expect(decideEpoch({ ...view, ...seen }, wish)).toEqual({ move: 'issue', epoch: 2, keepsCertificates: true });
});

test.each<[string, Partial<EpochView>]>([
  ['have expired', { held: { epoch: 1, tokenExpiresAtSeconds: now + 86_400, certificateKeyExpiresAtSeconds: now } }],
  ['are gone', { hasCertificates: false }],
])('certificates that %s are uploaded anew for a control plane', (_, seen) => {
  expect(decideEpoch({ ...view, ...seen }, wish)).toEqual({ move: 'issue', epoch: 2, keepsCertificates: false });
});

test('a worker needs no certificates', () => {
  expect(decideEpoch({ ...view, hasCertificates: false }, { ...wish, forControlPlane: false })).toEqual({
    move: 'give',
  });
});

test('material that failed the caller is never given again, nor its certificates', () => {
  expect(decideEpoch(view, { ...wish, rejectEpoch: 1 })).toEqual({
    move: 'issue',
    epoch: 2,
    keepsCertificates: false,
  });
});

test('a newer epoch than the rejected one is given to everybody who comes with the same complaint', () => {
  const held = { epoch: 2, tokenExpiresAtSeconds: now + 86_400, certificateKeyExpiresAtSeconds: now + 7200 };
  const current = { epoch: 2, holder: 'cp-1' };
  expect(decideEpoch({ ...view, held, current }, { ...wish, rejectEpoch: 1 })).toEqual({ move: 'give' });
});

test('the holder of the current epoch is asked', () => {
  expect(decideEpoch({ ...view, current: { epoch: 3, holder: 'cp-2' } }, wish)).toEqual({
    move: 'ask',
    holder: 'cp-2',
  });
});

test('a holder that is gone is passed over, with a number that it never had', () => {
  const current = { epoch: 3, holder: 'cp-2' };
  expect(decideEpoch({ ...view, current }, { ...wish, issuers: ['cp-1'] })).toEqual({
    move: 'issue',
    epoch: 4,
    keepsCertificates: false,
  });
});

test('a holder that lost its tmpfs in a reboot issues anew', () => {
  const { held: _, ...empty } = view;
  const rebooted: EpochView = { ...empty, current: { epoch: 2, holder: 'cp-1' } };
  expect(decideEpoch(rebooted, wish)).toEqual({ move: 'issue', epoch: 3, keepsCertificates: false });
});

test('a control plane that never issued does not take the number that init has used', () => {
  const { held: _, ...empty } = view;
  expect(decideEpoch({ ...empty, node: 'cp-2' }, wish)).toMatchObject({ move: 'issue', epoch: 2 });
});
