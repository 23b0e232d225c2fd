rootProject.name = "condenser"
