"""What is due: answers, the circular itself, reminders, the training."""
