"""The releases room: what members and stewards say about dates."""
