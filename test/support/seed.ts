import fc from 'fast-check';

// `AYNI_TEST_SEED=411527921 npm test -- FILE` lives the same lives again.
fc.configureGlobal({ seed: Number(process.env['AYNI_TEST_SEED']) });
