// Makes of the responses that a plan sends out those that a provider sends back: each
// question is answered in another of the ways that DTR names. With --unstated nothing
// says how.
// usage: node provided.js [--unstated] FOLDER FILE…
const fs = require('fs');
const path = require('path');

const ORIGIN = 'http://hl7.org/fhir/us/davinci-dtr/StructureDefinition/information-origin';
const SOURCES = ['manual', 'auto-client', 'override', 'auto-server'];

const args = process.argv.slice(2);
const isUnstated = args[0] === '--unstated' && Boolean(args.shift());
const [folder, ...files] = args;

// A person has a role, and a system has no author.
function origin(source) {
  const author = { url: 'author', extension: [{ url: 'role', valueCodeableConcept: { text: 'nurse' } }] };
  const isPerson = source === 'manual' || source === 'override';
  return { url: ORIGIN, extension: [{ url: 'source', valueCode: source }, ...(isPerson ? [author] : [])] };
}

function answerAgain(item, source) {
  for (const answer of item.answer ?? []) {
    if (isUnstated) delete answer.extension;
    else answer.extension = [origin(source)];
  }
  for (const inner of item.item ?? []) answerAgain(inner, source);
}

fs.mkdirSync(folder, { recursive: true });
const sources = new Map();
for (const file of files) {
  const response = JSON.parse(fs.readFileSync(file));
  response.status = 'completed';
  for (const group of response.item ?? []) {
    for (const item of group.item ?? []) {
      // All items of a question, `pain.onset` and `pain.onset.state`, are answered in one way.
      const question = item.linkId.split('.').slice(0, 2).join('.');
      if (!sources.has(question)) sources.set(question, SOURCES[sources.size % SOURCES.length]);
      answerAgain(item, sources.get(question));
    }
  }
  fs.writeFileSync(path.join(folder, path.basename(file)), `${JSON.stringify(response)}\n`);
}
