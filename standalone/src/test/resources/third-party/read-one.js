// Reads the first record of a topic with the registry's schema and prints it as one line of JSON.
const { Kafka, logLevel } = require("kafkajs");
const { SchemaRegistry } = require("@kafkajs/confluent-schema-registry");

const [broker, registryUrl, topic] = process.argv.slice(2);
const registry = new SchemaRegistry({ host: registryUrl });
const kafka = new Kafka({ clientId: "reader", brokers: [broker], logLevel: logLevel.NOTHING });
const consumer = kafka.consumer({ groupId: "reader" });

async function main() {
  await consumer.connect();
  await consumer.subscribe({ topics: [topic], fromBeginning: true });
  await consumer.run({
    eachMessage: async ({ message }) => {
      const headers = Object.fromEntries(
        Object.entries(message.headers).map(([name, value]) => [name, value.toString()]));
      const value = await registry.decode(message.value);
      console.log(JSON.stringify({ key: message.key.toString(), headers, value }));
      process.exit(0);
    },
  });
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
