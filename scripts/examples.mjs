// `npm run examples`: posts the demonstration, asks every query, and writes the answers as the examples of the API's
// description. The test that holds them to what is answered does the work.
process.env.AYNI_WRITE_EXAMPLES = '1';
process.argv.push('test/e2e/examples.spec.ts');
await import('./test.mjs');
