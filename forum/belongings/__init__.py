"""What is mine: taken along, or given up. The highest room, because people leave traces in all the others."""
