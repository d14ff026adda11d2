"""Sectors: what the purpose codes of the OECD's Development Assistance Committee stand for, for files of codes only.

Codes of five digits are known by their first three, save those of the field this program is about.
"""

_CATEGORIES = {
    "110": "Education",
    "111": "Education",
    "112": "Basic education",
    "113": "Secondary education",
    "114": "Post-secondary education",
    "120": "Health",
    "121": "Health",
    "122": "Basic health",
    "123": "Non-communicable diseases",
    "130": "Population policies and reproductive health",
    "140": "Water supply and sanitation",
    "150": "Government and civil society",
    "151": "Government and civil society",
    "152": "Conflict, peace and security",
    "160": "Other social infrastructure and services",
    "210": "Transport and storage",
    "220": "Communications",
    "230": "Energy",
    "231": "Energy policy",
    "232": "Energy generation, renewable sources",
    "233": "Energy generation, non-renewable sources",
    "236": "Energy distribution",
    "240": "Banking and financial services",
    "250": "Business and other services",
    "311": "Agriculture",
    "312": "Forestry",
    "313": "Fishing",
    "310": "Agriculture, forestry, fishing",
    "320": "Industry, mining, construction",
    "321": "Industry",
    "322": "Mineral resources and mining",
    "323": "Construction",
    "331": "Trade policies and regulations",
    "332": "Tourism",
    "410": "Environmental protection",
    "430": "Multisector",
    "510": "General budget support",
    "520": "Food assistance",
    "530": "Other commodity assistance",
    "600": "Debt relief",
    "720": "Emergency response",
    "730": "Reconstruction",
    "740": "Disaster prevention and preparedness",
    "910": "Administrative costs of donors",
    "930": "Refugees in donor countries",
    "998": "Unallocated",
}
_PURPOSES = {
    "15110": "Public sector policy and administrative management",
    "15111": "Public finance management",
    "15112": "Decentralisation",
    "15113": "Anti-corruption organisations and institutions",
    "15114": "Domestic revenue mobilisation",
    "15125": "Public procurement",
    "15130": "Legal and judicial development",
    "15140": "Government administration",
    "15142": "Macroeconomic policy",
    "15150": "Democratic participation and civil society",
    "15151": "Elections",
    "15152": "Legislatures and political parties",
    "15153": "Media and free flow of information",
    "15160": "Human rights",
    "15170": "Women's rights organisations",
    "15210": "Security system management and reform",
}


def sector_name(code: str) -> str:
    """The name of a sector by its code; "" when the code is not known."""
    code = code.strip()
    return _PURPOSES.get(code) or _CATEGORIES.get(code[:3], "")
