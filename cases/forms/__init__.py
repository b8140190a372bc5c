"""Forms of consultations and legal-aid cases, by what they are filled in for."""
