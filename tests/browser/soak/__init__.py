"""Random faults for the capture page: real browsers, a real server, a seed that brings every run back."""
