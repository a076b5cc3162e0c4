// Validates resources with npm's fhir: unknown keys, required elements, required codes.
// usage: node structure.js FILE…   names each file with a fault, and why; exit status 1 if there is one
const fs = require('fs');
const { Fhir } = require('fhir');

// Elements that hold more of their own kind. The validator looks at the outermost alone.
const NESTED = { item: 'item', parameter: 'part' };

/** All elements of a list at whatever depth, each without those in it. */
const flat = (elements, inner) => elements.flatMap((element) => {
  if (!Array.isArray(element[inner])) return [element];
  const { [inner]: nested, ...rest } = element;
  return [rest, ...flat(nested, inner)];
});

/** The resource with all of its nested elements at the depth that is looked at. */
function flattened(resource) {
  const copy = { ...resource, ...(resource.contained && { contained: resource.contained.map(flattened) }) };
  for (const [list, inner] of Object.entries(NESTED)) {
    if (Array.isArray(copy[list])) copy[list] = flat(copy[list], inner);
  }
  return copy;
}

/** The resource in a file. Of a choice of values, `false` is taken for none: `true` has the same shape. */
const read = (file) => JSON.parse(fs.readFileSync(file), (_, value) => value === false || value);

const fhir = new Fhir();
for (const file of process.argv.slice(2)) {
  const resource = flattened(read(file));
  const { messages } = fhir.validate(resource, { errorOnUnexpected: true });
  const fault = messages.find(({ severity }) => severity === 'error' || severity === 'fatal');
  if (fault) {
    console.log(`${file}: ${fault.location}: ${fault.message}`);
    process.exitCode = 1;
  }
}
