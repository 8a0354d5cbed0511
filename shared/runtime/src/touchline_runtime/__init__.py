"""What every Touchline service stands on: transactions, Kafka, HTTP, sign-in, directory, tests."""
