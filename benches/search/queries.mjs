// Queries for the corpus of benches/speed, which consists of words from staff training in random order.

/** Complete queries, submitted with Enter. */
export const QUERIES = [
  'customer complaint about a late refund', 'shared password', 'how do I report a near miss', 'fire exit blocked', 'who approves an invoice',
  'wrong dosage on the ward', 'broken seal on a pallet', 'return policy', 'supplier invoice payment', 'angry caller escalation',
  'backup and recovery', 'handover between shifts',
];

/** Queries that are typed letter by letter. */
export const TYPED = ['return policy', 'sales discount', 'incident report', 'shift handover'];

/** The number of letters after which searching begins. */
export const FIRST_LETTERS = 3;

/** The number of results that are loaded before they are shown: a screenful in both interfaces. */
export const SHOWN = 5;
